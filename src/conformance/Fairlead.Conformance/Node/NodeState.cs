using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Conformance.Node;

/// <summary>Links, addresses, routes and rules of a namespace as lines of text, without what the kernel adds by itself as time goes on.</summary>
public sealed record NodeState(IReadOnlySet<string> Lines)
{
    // Whether the loopback of a sandbox is up is the runtime's business, which has a plug-in of its own for it.
    private const string Loopback = "lo";

    // RTPROT_KERNEL: what the kernel makes of an address when it gets to it; the address itself is compared.
    private const byte ByKernel = 2;

    private static readonly Cidr[] OfTheKernel = [Cidr.Parse("fe80::/10"), Cidr.Parse("ff00::/8")];

    public static NodeState Read(INetworkNamespace netns)
    {
        using var reader = KernelReader.Open(netns);
        return Read(reader);
    }

    public static NodeState Read(KernelReader reader)
    {
        var links = reader.Links();
        var names = links.ToDictionary(link => link.Index, link => link.Name);
        return new NodeState(
            links.Select(link => $"link {link.Name}{(link.Kind.Length == 0 ? "" : $" ({link.Kind})")}")
                .Concat(reader.Addresses().Where(one => !IsOfTheKernel(one.Address) && Name(names, one.LinkIndex) != Loopback).Select(one => $"address {one.Address} dev {Name(names, one.LinkIndex)}"))
                .Concat(reader.Routes().Where(route => route.Protocol != ByKernel && !IsOfTheKernel(route.Destination) && Name(names, route.LinkIndex) != Loopback).Select(route => Line(route, names)))
                .Concat(reader.Rules().Select(rule => $"rule {rule.Priority} of IPv{(rule.IsV6 ? 6 : 4)} to table {rule.Table}"))
                .ToHashSet());
    }

    /// <summary>What is there that was not, and what is not there that was; empty where both are alike.</summary>
    public string DifferenceFrom(NodeState before)
    {
        var added = Lines.Except(before.Lines).Order().Select(line => $"left behind: {line}");
        var lost = before.Lines.Except(Lines).Order().Select(line => $"gone: {line}");
        return string.Join("; ", added.Concat(lost));
    }

    private static bool IsOfTheKernel(Cidr address) => Array.Exists(OfTheKernel, range => range.Contains(address));

    private static string Name(Dictionary<int, string> names, int index) => names.GetValueOrDefault(index, $"#{index}");

    private static string Line(ObservedRoute route, Dictionary<int, string> names) =>
        $"route {route.Destination}{(route.Gateway is { } gateway ? $" via {gateway}" : "")} dev {Name(names, route.LinkIndex)} table {route.Table} type {route.Type}";
}
