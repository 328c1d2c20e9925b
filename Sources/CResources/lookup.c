#include "CResources.h"
#include <string.h>

size_t martlet_resource_lower_bound(const char *path) {
    size_t low = 0, high;
    const martlet_resource *resources = martlet_resources(&high);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(resources[middle].path, path) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}
