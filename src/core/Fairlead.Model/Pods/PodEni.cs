using Fairlead.Model.Addresses;

namespace Fairlead.Model.Pods;

/// <summary>The ENI that a pod's addresses are of, as it was when the pod got them.</summary>
public sealed record PodEni
{
    /// <summary>The cloud's id, <c>eni-…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How the link is found: never by name or index.</summary>
    public required MacAddress Mac { get; init; }

    public required EniUse Use { get; init; }

    /// <summary>Name of the class whose pods alone may use it; empty for pods of no class.</summary>
    public string Class { get; init; } = "";

    /// <summary>That of the offer by which it came to this node.</summary>
    public long Generation { get; init; }

    /// <summary>The vSwitch's ranges and its gateways; null in a family that it does not have.</summary>
    public Cidr? Subnet4 { get; init; }

    public Cidr? Subnet6 { get; init; }

    public InetAddress? Gateway4 { get; init; }

    public InetAddress? Gateway6 { get; init; }

    /// <summary>Of a shared one: which mark and which route table are its; 1 and up, one ENI's only while a pod has any of it.</summary>
    public int Number { get; init; }

    /// <summary>Of a member: MAC of the trunk ENI, and the VLAN tag on it.</summary>
    public MacAddress? Trunk { get; init; }

    public int Vlan { get; init; }

    public InetAddress? Gateway(bool v6) => v6 ? Gateway6 : Gateway4;

    public Cidr? Subnet(bool v6) => v6 ? Subnet6 : Subnet4;

    public override string ToString() => $"{Id} {Mac} {Use.ToString().ToLowerInvariant()}" + (Number == 0 ? "" : $" {Number}");
}
