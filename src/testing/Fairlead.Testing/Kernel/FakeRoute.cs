using Fairlead.Model.Addresses;

namespace Fairlead.Testing.Kernel;

internal sealed record FakeRoute
{
    public required Cidr Destination { get; init; }

    public uint Table { get; init; }

    public uint Metric { get; init; }

    /// <summary>RTN_*.</summary>
    public byte Type { get; init; } = 1;

    public byte Scope { get; init; }

    public byte Protocol { get; init; }

    /// <summary>0 where it leads nowhere.</summary>
    public int Link { get; init; }

    public InetAddress? Gateway { get; init; }

    public InetAddress? Source { get; init; }

    /// <summary>RTNH_F_ONLINK.</summary>
    public bool OnLink { get; init; }

    public bool IsUnicast => Type == 1;

    public bool IsLocal => Type == 2;

    public bool HasSameKey(FakeRoute other) => (Destination, Table, Metric) == (other.Destination, other.Table, other.Metric);
}
