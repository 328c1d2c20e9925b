internal import Platform

/// The people of pipeline 5 who work for the shop, what they are paid, and what their departments spend.
struct StorefrontStaff {
    struct Employee {
        var name: (first: String, last: String)
        var department: Int
        var location: Int
        var title: String
        var hired: Day
        var left: Day?
        /// In cents.
        var monthlySalary: Int
    }

    static let payrollHeader = "payroll_id,employee_id,month,salary,overtime_hours,overtime_pay,deductions"
    private static let departments = [
        "Sales", "Marketing", "Engineering", "Finance", "Customer Service", "Logistics", "Human Resources",
        "Purchasing",
    ]
    private static let locations = [
        ("Berlin", "Germany"), ("Vienna", "Austria"), ("Paris", "France"), ("Madrid", "Spain"),
        ("Amsterdam", "Netherlands"),
    ]
    /// Titles by rank, with the monthly salary in euros.
    private static let titles: [(name: String, salary: ClosedRange<Int>)] = [
        ("Associate", 1_900...2_500), ("Specialist", 2_400...3_200), ("Senior Specialist", 3_100...4_200),
        ("Lead", 4_200...5_400), ("Manager", 5_400...7_500),
    ]

    let employees: [Employee]
    private let seed: UInt64

    init(seed: UInt64, count: Int) {
        self.seed = seed
        var random = SplitMix64(seed, "storefront.employees")
        let departments = WeightedChoice([22, 10, 16, 8, 18, 16, 4, 6])
        let locations = WeightedChoice([40, 14, 20, 14, 12])
        let ranks = WeightedChoice([30, 32, 20, 11, 7])
        employees = (0..<count).map { number in
            let title = Self.titles[ranks.pick(&random)]
            let hired = Day(2015, 1, 1) + random.below(9 * 365)
            let end = StorefrontLanding.firstDay + StorefrontLanding.days
            let earliest = max(hired + 90, StorefrontLanding.firstDay)
            return Employee(
                name: (random.pick(LandingNames.first), random.pick(LandingNames.last)),
                // The first employees see to it that every department and every location has somebody.
                department: number < 8 ? number + 1 : 1 + departments.pick(&random),
                location: number < 5 ? number + 1 : 1 + locations.pick(&random), title: title.name, hired: hired,
                left: random.chance(12, in: 100) ? earliest + random.below(end - earliest) : nil,
                monthlySalary: random.between(title.salary) * 100)
        }
    }

    func write(to folder: LandingFolder) throws(FileError) {
        try folder.csv("storefront/departments.csv", "department_id,name") { file throws(FileError) in
            for (index, name) in Self.departments.enumerated() {
                file.integer(index + 1)
                file.plain(name)
                try file.endRow()
            }
        }
        try folder.csv("storefront/locations.csv", "location_id,city,country") { file throws(FileError) in
            for (index, location) in Self.locations.enumerated() {
                file.integer(index + 1)
                file.plain(location.0)
                file.plain(location.1)
                try file.endRow()
            }
        }
        try writeEmployees(to: folder)
        try folder.csv("storefront/payroll.csv", Self.payrollHeader) { file throws(FileError) in
            var id = 1
            for month in StorefrontLanding.months {
                for (index, employee) in employees.enumerated() where isPaid(employee, in: month) {
                    try writePayroll(id, month, index + 1, employee, to: file)
                    id += 1
                }
            }
        }
        try writeExpenses(to: folder)
    }

    private func writeEmployees(to folder: LandingFolder) throws(FileError) {
        let header = "employee_id,first_name,last_name,department_id,location_id,title,hired_on,left_on,base_salary"
        try folder.csv("storefront/employees.csv", header) { file throws(FileError) in
            for (index, employee) in employees.enumerated() {
                file.integer(index + 1)
                file.plain(employee.name.first)
                file.plain(employee.name.last)
                file.integer(employee.department)
                file.integer(employee.location)
                file.plain(employee.title)
                file.day(employee.hired)
                file.plain(employee.left?.text ?? "")
                file.cents(12 * employee.monthlySalary)
                try file.endRow()
            }
        }
    }

    /// Every month in which somebody works is paid as a whole.
    private func isPaid(_ employee: Employee, in month: Day) -> Bool {
        employee.hired.firstOfMonth <= month && (employee.left.map { $0 >= month } ?? true)
    }

    private func writePayroll(
        _ id: Int, _ month: Day, _ number: Int, _ employee: Employee, to file: LandingFile
    ) throws(FileError) {
        var random = SplitMix64(seed, "storefront.payroll", id)
        let worksLate = employee.title != "Manager" && random.chance(6, in: 10)
        let halfHours = worksLate ? 1 + random.skewed(below: 40) : 0
        // An hour is a 160th of the month's salary, and half as much again for overtime.
        let overtime = halfHours * employee.monthlySalary * 3 / (2 * 2 * 160)
        file.integer(id)
        file.integer(number)
        file.day(month)
        file.cents(employee.monthlySalary)
        file.text.integer(halfHours / 2)
        file.plain(halfHours % 2 == 0 ? ".0" : ".5")
        file.cents(overtime)
        file.cents((employee.monthlySalary + overtime) * random.between(18...34) / 100)
        try file.endRow()
    }

    /// A row a department, location, month and category of spending; not everybody spends everything every month.
    private func writeExpenses(to folder: LandingFolder) throws(FileError) {
        let categories: [(name: String, amount: ClosedRange<Int>, chance: Int)] = [
            ("rent", 450...650, 100), ("utilities", 90...210, 100), ("marketing", 300...2_400, 35),
            ("travel", 60...600, 50), ("software", 60...360, 80), ("supplies", 20...160, 90),
        ]
        let size = max(1, employees.count / 60)
        var random = SplitMix64(seed, "storefront.expenses")
        var id = 1
        let header = "expense_id,department_id,location_id,month,category,amount"
        try folder.csv("storefront/expenses.csv", header) { file throws(FileError) in
            for month in StorefrontLanding.months {
                for pair in 0..<(Self.departments.count * Self.locations.count) {
                    let department = pair / Self.locations.count
                    for category in categories {
                        let isUsual = category.name == "marketing" && department == 1
                        guard isUsual || random.chance(category.chance, in: 100) else { continue }
                        file.integer(id)
                        file.integer(department + 1)
                        file.integer(pair % Self.locations.count + 1)
                        file.day(month)
                        file.plain(category.name)
                        file.cents(size * (random.between(category.amount) * 100 + random.below(100)))
                        try file.endRow()
                        id += 1
                    }
                }
            }
        }
    }
}
