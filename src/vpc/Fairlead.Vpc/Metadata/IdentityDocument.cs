using System.Text.Json.Nodes;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Metadata;

/// <summary>The dynamic item that says who an instance is, as JSON.</summary>
internal static class IdentityDocument
{
    public static string Of(CloudState state, Instance host)
    {
        var primary = state.Interfaces[host.PrimaryInterface];
        return new JsonObject
        {
            ["account-id"] = state.Account,
            ["instance-id"] = host.Id,
            ["instance-type"] = host.Type,
            ["mac"] = primary.Mac.ToString(),
            ["owner-account-id"] = state.Account,
            ["private-ipv4"] = primary.PrimaryAddress.ToString(),
            ["region-id"] = state.Vpcs[primary.Vpc].Region,
            ["zone-id"] = state.VSwitches[primary.VSwitch].Zone,
        }.ToJsonString();
    }
}
