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

// What a process gives up for good: privileges by exec, and the network. Swift cannot call the variadic prctl.
#include <sys/prctl.h>
int unshare(int);
static inline int segue_give_up_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
static inline int segue_leave_network(void) { return unshare(0x10000000 | 0x40000000); }  // NEWUSER, NEWNET

// Memory is handed out as zeroes.
int mallopt(int, int);
static inline void segue_blank_memory(void) { mallopt(-6, 0xFF); }  // M_PERTURB; given out inverted

// From one descriptor on, all are closed.
int close_range(unsigned int, unsigned int, int);
