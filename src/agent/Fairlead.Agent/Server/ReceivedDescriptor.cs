using Microsoft.Win32.SafeHandles;

namespace Fairlead.Agent.Server;

internal static class ReceivedDescriptor
{
    public static void Close(int descriptor)
    {
        if (descriptor >= 0)
        {
            new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
        }
    }
}
