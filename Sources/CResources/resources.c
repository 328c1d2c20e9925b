// The files of Resources/, compiled in as they are. Made by `make resources`; BuiltinsTests checks that none is missing.
#include "CResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions" // #embed

static const unsigned char macros_placeholder_sql[] = {
#embed "../../Resources/macros/placeholder.sql"
};

#define RESOURCE(path, bytes) {path, bytes, sizeof bytes}
static const martlet_resource resources[] = {
    RESOURCE("macros/placeholder.sql", macros_placeholder_sql),
};

const martlet_resource *martlet_resources(size_t *count) {
    *count = sizeof resources / sizeof *resources;
    return resources;
}
