using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>Namespaces of the real kernel for one test, or a reason why there are none here.</summary>
internal static class RealKernel
{
    public static NetworkNamespace NewNamespace()
    {
        try
        {
            return NetworkNamespace.Create();
        }
        catch (KernelException error) when (error.Code == Errno.EPERM)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN: run as root or inside 'unshare --user --map-root-user'");
            throw;
        }
    }
}
