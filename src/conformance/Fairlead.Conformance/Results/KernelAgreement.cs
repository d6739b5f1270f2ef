using Fairlead.Linux;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Conformance.Results;

/// <summary>What a result says held against what the kernel has in the pod.</summary>
internal sealed class KernelAgreement
{
    private readonly string _interfaceName;
    private readonly AttachmentResult _result;
    private readonly ObservedLink? _link;
    private readonly IReadOnlyList<ObservedAddress> _addresses;
    private readonly IReadOnlyList<ObservedRoute> _routes;

    public KernelAgreement(AttachmentResult result, string interfaceName, KernelReader pod)
    {
        _interfaceName = interfaceName;
        _result = result;
        _link = pod.Links().FirstOrDefault(link => link.Name == interfaceName);
        _addresses = [.. pod.Addresses().Where(address => address.LinkIndex == _link?.Index && address.Scope == 0)];
        _routes = pod.Routes();
    }

    public IEnumerable<string> Link()
    {
        if (_link is null)
        {
            yield return $"there is no interface {_interfaceName} in the sandbox";
        }
        else if (!_link.IsUp)
        {
            yield return $"{_interfaceName} is down";
        }
    }

    public IEnumerable<string> Mac() =>
        from one in _result.Interfaces
        where one.Name == _interfaceName && one.Sandbox.Length > 0 && one.Mac is not null && one.Mac != _link?.Mac
        select $"the result says {one.Mac}, {_interfaceName} has {_link?.Mac.ToString() ?? "no"} MAC";

    /// <summary>Both ways: what is said is there, and what is there is said.</summary>
    public IEnumerable<string> Addresses()
    {
        var said = _result.Addresses.Where(IsOfThePod).Select(one => one.Address).ToHashSet();
        var there = _addresses.Select(one => one.Address).ToHashSet();
        return said.Except(there).Select(address => $"the result says {address}, {_interfaceName} does not have it")
            .Concat(there.Except(said).Select(address => $"{_interfaceName} has {address}, the result does not say so"));
    }

    public IEnumerable<string> Routes() =>
        from said in _result.Routes
        where !_routes.Any(route => IsAsSaid(route, said))
        select $"the result says {said.Destination}{(said.Gateway is { } gateway ? $" via {gateway}" : "")}, the sandbox has no such route";

    // A route without a next hop may be meant to have the gateway of the addresses: section 5, "routes".
    private static bool IsAsSaid(ObservedRoute route, ResultRoute said) =>
        route.Destination == said.Destination.Network && (said.Gateway is null || route.Gateway == said.Gateway);

    private bool IsOfThePod(ResultAddress one) =>
        one.Interface < 0 || (_result.Interfaces[one.Interface].Name == _interfaceName && _result.Interfaces[one.Interface].Sandbox.Length > 0);
}
