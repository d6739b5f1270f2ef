using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Links;

/// <summary>One link by its name, without reading all the others.</summary>
public static class LinkLookup
{
    /// <exception cref="KernelException">ENODEV: there is no such link.</exception>
    public static int IndexOf(NetlinkConnection connection, string name) =>
        Find(connection, name)?.Index ?? throw new KernelException("finding", $"link {name}", Errno.ENODEV);

    public static ObservedLink? Find(NetlinkConnection connection, string name)
    {
        ObservedLink? found = null;
        var batch = new NetlinkBatch(128);
        LinkCodec.WriteGet(batch, name);
        var result = connection.ExecuteReading(batch, message =>
        {
            if (message.Type == LinkCodec.NewLink)
            {
                found = LinkCodec.Read(message);
            }
        });
        if (!result.IsSuccess && result.Code != Errno.ENODEV)
        {
            throw result.ToException("finding", $"link {name}");
        }

        return found;
    }
}
