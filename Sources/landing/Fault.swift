/// A thing that goes wrong in the files of a pipeline, one at a time and by name.
enum Fault: String, CaseIterable {
    case instacartDuplicateOrder = "instacart-duplicate-order"
    case instacartUnknownProduct = "instacart-unknown-product"
    case instacartMalformedFile = "instacart-malformed-file"
    case groceryUnknownCustomer = "grocery-unknown-customer"
    case groceryNegativeQuantity = "grocery-negative-quantity"
    case groceryMalformedFile = "grocery-malformed-file"
    case orders15DuplicateOrder = "orders15-duplicate-order"
    case orders15MissingField = "orders15-missing-field"
    case orders15WrongTotal = "orders15-wrong-total"
    case orders15UnknownCustomer = "orders15-unknown-customer"
    case orders15UnknownProduct = "orders15-unknown-product"
    case orders15MalformedFile = "orders15-malformed-file"
    case eventsMalformedFile = "events-malformed-file"
    case eventsLate = "events-late"
    case eventsTooLate = "events-too-late"
    case eventsDuplicate = "events-duplicate"
    case eventsMissingField = "events-missing-field"
    case storefrontOrphanPayment = "storefront-orphan-payment"
    case storefrontOverpaidOrder = "storefront-overpaid-order"
    case storefrontNegativeSalary = "storefront-negative-salary"
    case storefrontDuplicateCustomer = "storefront-duplicate-customer"

    /// The pipeline that the name starts with.
    var pipeline: Pipeline { Pipeline.allCases.first { rawValue.hasPrefix($0.rawValue + "-") } ?? .instacart }

    /// What it adds.
    var summary: String {
        switch self {
        case .instacartDuplicateOrder: "a further day whose orders.csv repeats an order of the last day"
        case .instacartUnknownProduct: "a further day with a line of product 999, which does not exist"
        case .instacartMalformedFile: "a further day whose orders.csv has a row with too few fields"
        case .groceryUnknownCustomer: "a further day of sales, one of them to customer 999999, who does not exist"
        case .groceryNegativeQuantity: "a further day of sales, one of them with quantity -3"
        case .groceryMalformedFile: "a further day of sales with a quantity that is no number"
        case .orders15DuplicateOrder: "a further quarter of an hour that repeats order O-000001"
        case .orders15MissingField: "a further quarter of an hour with an order that has no order_id"
        case .orders15WrongTotal: "a further quarter of an hour with an order whose total is 1.00 above its items"
        case .orders15UnknownCustomer: "a further quarter of an hour with customer C-9999, who does not exist"
        case .orders15UnknownProduct: "a further quarter of an hour with product P-999, which does not exist"
        case .orders15MalformedFile: "a further quarter of an hour with a broken element among good ones"
        case .eventsMalformedFile: "a further hour with a line that is no JSON"
        case .eventsLate: "a further hour with a session that arrives two days late"
        case .eventsTooLate: "a further hour with a session that arrives five days late"
        case .eventsDuplicate: "a further hour that repeats an event of the hour before"
        case .eventsMissingField: "a further hour with an event that has no event_id"
        case .storefrontOrphanPayment: "a payment of an order that does not exist"
        case .storefrontOverpaidOrder: "a payment of 5.00 for an order that was paid in full"
        case .storefrontNegativeSalary: "a month of payroll with a negative salary"
        case .storefrontDuplicateCustomer: "a customer who is there already"
        }
    }
}
