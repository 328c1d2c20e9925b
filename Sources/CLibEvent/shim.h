#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

/// The port on which a socket that was bound to port 0 listens; 0 when it cannot be said.
static inline uint16_t martlet_bound_port(struct evhttp_bound_socket *bound) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&address, &length) != 0) return 0;
    if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

/// A browser that goes away in the middle of an answer must not end the process.
static inline void martlet_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

/// The system's words for what went wrong last.
static inline const char *martlet_last_error(void) { return strerror(errno); }
