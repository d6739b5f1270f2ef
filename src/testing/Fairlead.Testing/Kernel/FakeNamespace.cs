using Fairlead.Linux;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Testing.Kernel.Nftables;

namespace Fairlead.Testing.Kernel;

/// <summary>A network namespace of the fake kernel. It prints itself as <c>ip</c> and <c>nft</c> would.</summary>
public sealed class FakeNamespace : INetworkNamespace
{
    private readonly Dictionary<FakeNamespace, int> _numbers = [];

    internal FakeNamespace(FakeKernel kernel, int number)
    {
        Kernel = kernel;
        // nsfs is a device of its own; descriptors of a test process are below 1000.
        Identity = new NetnsIdentity(4, 0xf0000000 + (ulong)number);
        Descriptor = 100_000 + number;
        Settings = new FakeSettings(this);
        Links = new FakeLinks(this);
        Addresses = new FakeAddresses(this);
        Routes = new FakeRoutes(this);
        Rules = new FakeRules(this);
        Neighbours = new FakeNeighbours(this);
        Forwarding = new FakeForwarding(this);
        Nftables = new FakeNftables(this);
        Links.AddLoopback();
    }

    public NetnsIdentity Identity { get; }

    public int Descriptor { get; }

    /// <summary>Whether everything in it went with it.</summary>
    public bool HasVanished { get; private set; }

    internal FakeKernel Kernel { get; }

    internal FakeSettings Settings { get; }

    internal FakeLinks Links { get; }

    internal FakeAddresses Addresses { get; }

    internal FakeRoutes Routes { get; }

    internal FakeRules Rules { get; }

    internal FakeNeighbours Neighbours { get; }

    internal FakeForwarding Forwarding { get; }

    internal FakeNftables Nftables { get; }

    public INetlinkChannel Open(NetlinkProtocol protocol) => OpenWatch(protocol, false, []);

    public INetlinkChannel OpenWatch(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups)
    {
        lock (Kernel.Gate)
        {
            return HasVanished
                ? throw new KernelException("entering", "network namespace", Errno.ENOENT)
                : new FakeChannel(Kernel, this, protocol, allNamespaces, groups.ToArray());
        }
    }

    public string? ReadSysctl(string path)
    {
        lock (Kernel.Gate)
        {
            return Settings.Read(path);
        }
    }

    public void WriteSysctl(string path, string value)
    {
        lock (Kernel.Gate)
        {
            Settings.Write(path, value);
        }
    }

    /// <summary>A device that no program makes is there: an ENI has been attached to the machine.</summary>
    public void PlugIn(string name, MacAddress mac)
    {
        lock (Kernel.Gate)
        {
            var link = new FakeLink { Netns = this, Index = Links.NextIndex(), Name = name, Kind = "", Mac = mac.ToBytes(), PermanentMac = mac.ToBytes() };
            Links.Add(link);
            Links.Tell(link);
        }
    }

    /// <summary>The device is pulled out, wherever it is.</summary>
    public void PullOut(MacAddress mac)
    {
        lock (Kernel.Gate)
        {
            foreach (var link in Kernel.Links.Where(link => link.PermanentMac?.AsSpan().SequenceEqual(mac.ToBytes()) == true).ToList())
            {
                link.Netns.Links.TakeOut(link);
            }
        }
    }

    /// <summary>Its last process has ended: links go, those of a pair with their other ends elsewhere.</summary>
    public void Vanish()
    {
        lock (Kernel.Gate)
        {
            if (!HasVanished)
            {
                HasVanished = true;
                Links.DeleteAll();
                Kernel.Forget(this);
            }
        }
    }

    public void Dispose() => Vanish();

    public override string ToString() => KernelText.Of(this);

    internal static bool IsGet(NetlinkMessage message) => message.Type is 18 or 22 or 26 or 30 or 34;

    /// <summary>nsid of another namespace as this one counts; null where it has none.</summary>
    internal int? NumberOf(FakeNamespace other) => _numbers.TryGetValue(other, out var number) ? number : null;

    /// <summary>A link leads there: it gets a number that notifications bear.</summary>
    internal int GiveNumber(FakeNamespace other)
    {
        if (!_numbers.TryGetValue(other, out var number))
        {
            _numbers[other] = number = _numbers.Count;
        }

        return number;
    }

    internal void Notify(int group, byte[] message, uint port = 0) => Kernel.Notify(this, group, message, port);

    /// <returns>0 or the errno.</returns>
    internal int Execute(FakeRequest request) => request.Message.Type switch
    {
        16 => Links.New(request),
        17 => Links.Delete(request),
        18 => Links.Get(request),
        19 => Links.Set(request),
        20 => Addresses.New(request),
        21 => Addresses.Delete(request),
        22 => Dump(request, Addresses.All()),
        24 => Routes.New(request),
        25 => Routes.Delete(request),
        26 => Dump(request, Routes.All(request.Header(1)[0])),
        28 => IsBridge(request) ? Forwarding.New(request) : Neighbours.New(request),
        29 => IsBridge(request) ? Forwarding.Delete(request) : Neighbours.Delete(request),
        30 => Dump(request, IsBridge(request) ? Forwarding.All() : Neighbours.All()),
        32 => Rules.New(request),
        33 => Rules.Delete(request),
        34 => Dump(request, Rules.All(request.Header(1)[0])),
        _ => Errno.EOPNOTSUPP,
    };

    internal int Dump(FakeRequest request, IEnumerable<byte[]> rows) =>
        request.IsDump ? request.ReplyAll(rows, Kernel.Faults.InterruptsDump()) : Errno.EOPNOTSUPP;

    private static bool IsBridge(FakeRequest request) => request.Header(1)[0] == (byte)AddressFamilyNumber.Bridge;
}
