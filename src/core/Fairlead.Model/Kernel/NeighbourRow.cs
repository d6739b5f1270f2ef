using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

public readonly record struct NeighbourKey(LinkKey Link, InetAddress Address)
{
    public override string ToString() => $"{Address} dev {Link}";
}

/// <summary>A permanent neighbour: nobody is asked, so nobody can answer in another's name and no first packet waits.</summary>
public sealed record NeighbourRow(NeighbourKey Key, MacAddress Mac)
{
    public override string ToString() => $"{Key} lladdr {Mac} permanent";
}
