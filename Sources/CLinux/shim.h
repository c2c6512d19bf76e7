// What `import Glibc` leaves out: epoll, eventfd, accept4, sendfile.
#pragma once
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

// glibc hides these two behind _GNU_SOURCE, which the importer does not define.
int accept4(int, struct sockaddr *, socklen_t *, int);
int pthread_setname_np(pthread_t, const char *);
