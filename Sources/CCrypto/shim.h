#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

/* A macro over a variadic function. */
static inline EVP_PKEY *segue_make_p256(void) { return EVP_EC_gen("P-256"); }
