/// The settings of an embedded server, written to a file that its `postgresql.conf` includes.
enum ServerConfiguration {
    static let fileName = "martlet.conf"

    static func text(socketDirectory: String) -> String {
        """
        # Written by Martlet at every start: changes are lost. Put your own below the include in postgresql.conf.
        listen_addresses = ''
        unix_socket_directories = '\(socketDirectory)'
        unix_socket_permissions = 0700
        port = \(Cluster.port)
        cluster_name = 'martlet'

        # A crash loses nothing.
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        # Nobody replicates from here. What fills a relation in the transaction that made it then needs no log: its
        # file is written to disk before the commit instead.
        wal_level = minimal
        max_wal_senders = 0

        # One user, many short statements, some big ones.
        max_connections = 100
        # A partitioned table that is rebuilt locks its old and new partitions and their indexes.
        max_locks_per_transaction = 256
        shared_buffers = 128MB
        work_mem = 32MB
        maintenance_work_mem = 128MB
        max_wal_size = 2GB
        jit = off

        timezone = 'UTC'
        log_timezone = 'UTC'
        log_destination = 'stderr'
        logging_collector = off
        log_checkpoints = off

        """
    }
}
