#include "bridge/relay/relay.h"

#if defined(_WIN32) // *not compiled here*
#include "bridge/windows/commandline.h"

int main()
{
    return kopru::bridge::runBridge(kopru::windows::ownArguments());
}
#else
int main(int argc, char **argv)
{
    return kopru::bridge::runBridge({argv + 1, argv + argc});
}
#endif
