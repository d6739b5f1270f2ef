using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Metadata;

/// <summary>
/// What the metadata service shows an instance, by path: texts, and folders whose text lists what is in them. The items are those of
/// "Instance metadata items" of the ECS user guide that a network program may ask for.
/// </summary>
public static class MetadataTree
{
    private static readonly string[] Versions = ["2016-01-01", "latest"];

    /// <param name="state">As far as the service knows it.</param>
    /// <param name="path">Of the request, <c>/latest/meta-data/mac</c>.</param>
    /// <param name="role">Name of the instance's RAM role; null for none.</param>
    /// <param name="credentials">The role's key pair as the service writes it; called only where it is asked for.</param>
    /// <returns>Null: there is no such item (404).</returns>
    public static string? Read(CloudState state, string instance, string path, string? role, Func<string> credentials)
    {
        if (!state.Instances.TryGetValue(instance, out var host))
        {
            return null;
        }

        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length == 0)
        {
            return string.Join('\n', Versions.Select(version => $"{version}/"));
        }

        return Versions.Contains(steps[0]) ? Root(state, host, role, credentials).Find(steps.AsSpan(1))?.Text() : null;
    }

    private static MetadataItem Root(CloudState state, Instance host, string? role, Func<string> credentials) => MetadataItem.Folder(
        ("dynamic", MetadataItem.Folder(("instance-identity", MetadataItem.Folder(
            ("document", MetadataItem.Of(() => IdentityDocument.Of(state, host))))))),
        ("meta-data", Items(state, host, role, credentials)));

    private static MetadataItem Items(CloudState state, Instance host, string? role, Func<string> credentials)
    {
        var primary = state.Interfaces[host.PrimaryInterface];
        var network = state.Vpcs[primary.Vpc];
        var vSwitch = state.VSwitches[primary.VSwitch];
        return MetadataItem.Folder(
            ("dns-conf", MetadataItem.Folder(("nameservers", MetadataItem.Of("100.100.2.136\n100.100.2.138")))),
            ("eipv4", MetadataItem.Of(primary.PublicAddress?.ToString())),
            ("hostname", MetadataItem.Of(host.Name)),
            ("instance", MetadataItem.Folder(("instance-name", MetadataItem.Of(host.Name)), ("instance-type", MetadataItem.Of(host.Type)))),
            ("instance-id", MetadataItem.Of(host.Id)),
            ("mac", MetadataItem.Of(primary.Mac.ToString())),
            ("network", MetadataItem.Folder(("interfaces", MetadataItem.Folder(("macs", InterfaceItems.Of(state, host)))))),
            ("network-type", MetadataItem.Of("vpc")),
            ("ntp-conf", MetadataItem.Folder(("ntp-servers", MetadataItem.Of("ntp.cloud.aliyuncs.com")))),
            ("owner-account-id", MetadataItem.Of(state.Account)),
            ("private-ipv4", MetadataItem.Of(primary.PrimaryAddress.ToString())),
            ("ram", role is null ? null : MetadataItem.Folder(("security-credentials", MetadataItem.Folder((role, MetadataItem.Of(credentials)))))),
            ("region-id", MetadataItem.Of(network.Region)),
            ("vpc-cidr-block", MetadataItem.Of(network.Cidrs.First(range => !range.IsV6).ToString())),
            ("vpc-id", MetadataItem.Of(network.Id)),
            ("vswitch-cidr-block", MetadataItem.Of(vSwitch.Cidr.ToString())),
            ("vswitch-id", MetadataItem.Of(vSwitch.Id)),
            ("zone-id", MetadataItem.Of(vSwitch.Zone)));
    }
}
