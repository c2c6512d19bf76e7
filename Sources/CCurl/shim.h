#pragma once
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// What Swift cannot import: the variadic setters and getters of libcurl, one shim a type of argument.

static inline CURLcode segue_set_number(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode segue_set_bytes_count(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode segue_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode segue_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode segue_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

// Of writing, of reading and of header lines.
typedef size_t (*segue_flow)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode segue_set_flow(CURL *easy, CURLoption option, segue_flow flow) {
    return curl_easy_setopt(easy, option, flow);
}

static inline CURLcode segue_set_open_socket(CURL *easy, curl_opensocket_callback open, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open);
}

static inline CURLcode segue_set_before_request(CURL *easy, curl_prereq_callback before, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before);
}

static inline CURLMcode segue_set_multi(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLcode segue_get_number(CURL *easy, CURLINFO which, long *value) {
    return curl_easy_getinfo(easy, which, value);
}

// The result of a message; a union in C.
static inline CURLcode segue_result(const CURLMsg *message) {
    return message->data.result;
}
