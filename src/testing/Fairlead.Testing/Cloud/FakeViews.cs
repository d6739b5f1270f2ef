using Fairlead.Cloud;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Testing.Cloud;

/// <summary>The emulator's records as the contract's.</summary>
internal static class FakeViews
{
    public static CloudInterface Of(NetworkInterface eni) => new()
    {
        Id = eni.Id,
        Role = Enum.Parse<InterfaceRole>(eni.Type.ToString()),
        State = Enum.Parse<InterfaceState>(eni.Status.ToString()),
        Instance = eni.Instance,
        Trunk = eni.Trunk,
        Vlan = eni.Vlan,
        VSwitch = eni.VSwitch,
        Vpc = eni.Vpc,
        Zone = eni.Zone,
        Mac = eni.Mac,
        Addresses = [.. eni.Addresses.OrderBy(address => address.IsV6)],
        Prefixes = [.. eni.Prefixes.OrderBy(prefix => prefix.IsV6)],
        SecurityGroups = eni.SecurityGroups,
        Tags = eni.Tags,
        Name = eni.Name,
        Description = eni.Description,
        DeletedWithInstance = eni.DeleteOnRelease,
        Created = eni.Created,
    };

    public static CloudInstance Of(InstanceView view) => new(
        view.Instance.Id, view.Instance.Name, view.Instance.Name, view.Instance.Type, view.Instance.Zone, view.Instance.Vpc, view.Interfaces[0].VSwitch, view.Instance.Status)
    {
        Addresses = [.. view.Interfaces.Select(eni => eni.PrimaryAddress)],
        SecurityGroups = view.Interfaces[0].SecurityGroups,
        Tags = view.Instance.Tags,
    };

    public static InstanceLimits Of(InstanceType type) => new(type.Name, type.Enis, type.TotalEnis, type.AddressesPerEni, type.Ipv6PerEni, type.IsTrunkSupported, 1);

    public static CloudVSwitch Of(VSwitchView view) => new(
        view.VSwitch.Id, view.VSwitch.Name, view.VSwitch.Vpc, view.VSwitch.Zone, view.VSwitch.Cidr, view.VSwitch.Cidr6, view.FreeAddresses, view.VSwitch.RouteTable);

    public static CloudRoute Of(RouteEntryView view) => new(
        view.Id, view.Table, view.Destination, view.NextHop,
        view.NextHopType switch
        {
            "Instance" => RouteHop.Instance,
            "NetworkInterface" => RouteHop.Interface,
            _ => RouteHop.Other,
        },
        view.Status == "Available")
    {
        Name = view.Name,
        Description = view.Description,
    };
}
