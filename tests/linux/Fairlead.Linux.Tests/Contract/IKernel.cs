using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Tests.Kernel;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Testing.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>A kernel that the contract is held against: the same tests run on the fake one and the real one.</summary>
public interface IKernel
{
    INetworkNamespace NewNamespace();

    /// <summary>Makes a watcher in the namespace, one that does not listen at the moment, lose news.</summary>
    void Overrun(INetworkNamespace netns);

    /// <summary>Makes the next dump meet a change.</summary>
    void DisturbDump();
}

public sealed class TheFakeKernel : IKernel
{
    private readonly FakeKernel _kernel = new();

    public INetworkNamespace NewNamespace() => _kernel.NewNamespace();

    public void Overrun(INetworkNamespace netns) => _kernel.OverrunWatchers();

    public void DisturbDump() => _kernel.Faults.InterruptDumps(1);
}

public sealed class TheRealKernel : IKernel
{
    public INetworkNamespace NewNamespace() => RealKernel.NewNamespace();

    // A notification takes about 1 KiB of a buffer of 8 MiB, or less where rmem_max cuts it.
    public void Overrun(INetworkNamespace netns)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var key = new RouteKey(Netns.Node, 77, Cidr.Parse("192.0.2.0/24"), 0);
        var batch = new NetlinkBatch();
        for (var i = 0; i < 12_000; i++)
        {
            RouteCodec.WriteReplace(batch, new RouteRow { Key = key, Type = RouteType.Unreachable, Link = new LinkKey(Netns.Node, "lo") }, 1);
            RouteCodec.WriteDelete(batch, key);
        }

        connection.Execute(batch);
    }

    // Whoever runs beside the dump does.
    public void DisturbDump()
    {
    }
}
