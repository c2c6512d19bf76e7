// What `import Glibc` leaves out: epoll, eventfd, accept4, sendfile.
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
