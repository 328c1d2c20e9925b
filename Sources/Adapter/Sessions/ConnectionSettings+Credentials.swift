public import Postgres
public import ProjectModel

extension ConnectionSettings {
    /// The settings of a profile's output, as dbt-postgres passes them to the driver.
    public init(_ credentials: Credentials) {
        self.init()
        host = credentials.host
        port = credentials.port
        user = credentials.user
        password = credentials.password
        database = credentials.database
        sslMode = credentials.sslMode
        sslCertificate = credentials.sslCertificate
        sslKey = credentials.sslKey
        sslRootCertificate = credentials.sslRootCertificate
        connectTimeout = credentials.connectTimeout
        keepalivesIdle = credentials.keepalivesIdle
        searchPath = credentials.searchPath
        applicationName = credentials.applicationName
        role = credentials.role
        retries = credentials.retries
        isAutocommit = credentials.autocommit
    }
}
