/// Names of people and streets that the pipelines share.
enum LandingNames {
    static let first = [
        "Ada", "Alan", "Amina", "Anders", "Anna", "Ben", "Bianca", "Carla", "Chen", "Clara", "Daniel", "Dora", "Elif",
        "Emil", "Erik", "Eva", "Farid", "Fiona", "Frida", "George", "Grace", "Hana", "Hugo", "Ines", "Ivan", "Jana",
        "Jonas", "Julia", "Karim", "Kenji", "Lara", "Leon", "Lina", "Luca", "Maria", "Marta", "Mehmet", "Mila", "Nadia",
        "Noah", "Nora", "Olga", "Omar", "Paula", "Pedro", "Priya", "Rosa", "Samir", "Sofia", "Tomas", "Vera", "Yuki",
    ]
    static let last = [
        "Adams", "Almeida", "Andersen", "Baker", "Bauer", "Bernard", "Brown", "Carter", "Castro", "Costa", "Cruz",
        "Diaz",
        "Dubois", "Evans", "Ferrari", "Fischer", "Flores", "Garcia", "Gomez", "Gray", "Hansen", "Haddad", "Hoffmann",
        "Horvat", "Ivanova", "Jansen", "Jensen", "Jones", "Kaya", "Keller", "Khan", "King", "Klein", "Kowalski",
        "Kumar",
        "Larsen", "Lee", "Lopez", "Martin", "Meyer", "Miller", "Moreau", "Moreno", "Nagy", "Nguyen", "Novak", "O'Brien",
        "Okafor", "Olsen", "Park", "Patel", "Popov", "Reyes", "Ricci", "Rossi", "Sato", "Schmidt", "Silva", "Singh",
        "Smith", "Suzuki", "Svensson", "Taylor", "Tran", "Visser", "Walker", "Weber", "White", "Wong", "Young",
    ]
    static let streets = [
        "Bridge Street", "Castle Road", "Chapel Lane", "Church Street", "Elm Avenue", "Garden Road", "Green Lane",
        "Harbour Street", "High Street", "Hill Road", "King Street", "Lake Drive", "Linden Avenue", "Main Street",
        "Market Square", "Meadow Lane", "Mill Road", "Oak Avenue", "Park Road", "Queen Street", "River Street",
        "School Lane", "Station Road", "Victoria Road", "Water Lane", "Windsor Avenue",
    ]
}
