#include "bridge/relay/relay.h"

int main(int argc, char **argv)
{
    return kopru::bridge::runBridge({argv + 1, argv + argc});
}
