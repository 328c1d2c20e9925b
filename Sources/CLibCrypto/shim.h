#include <openssl/evp.h>
#include <openssl/bn.h>
