#include "bridge/contract/profile.h"
#include "bridge/contract/version.h"

#include <cstdio>

int main(int, char **)
{
    std::printf("%s %s\n", kopru::contract::bridgeProgram.data(), kopru::contract::version.data());
    return 0;
}
