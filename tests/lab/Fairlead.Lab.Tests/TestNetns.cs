using Fairlead.Lab.Hosts;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Lab.Tests;

/// <summary>Network namespaces of the real kernel for one test.</summary>
internal static class TestNetns
{
    // EPERM of asm-generic/errno-base.h.
    private const int NotPermitted = 1;

    /// <summary>Nothing in it is up, and there is no way anywhere.</summary>
    public static NetworkNamespace Bare()
    {
        try
        {
            return NetworkNamespace.Create();
        }
        catch (KernelException error) when (error.Code == NotPermitted)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN: run as root or inside 'unshare --user --map-root-user'");
            throw;
        }
    }

    public static NetworkNamespace WithLoopback()
    {
        var netns = Bare();
        HostNetwork.Prepare(netns);
        return netns;
    }
}
