using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Control;

/// <summary>Operations of the control socket and the events they are. Arguments are the event's own properties.</summary>
public static class VpcOperations
{
    /// <summary>The one that is no event: the whole snapshot.</summary>
    public const string State = "state";

    private static readonly Dictionary<string, Type> Events = new()
    {
        ["configure"] = typeof(Configure),
        ["attach"] = typeof(AttachPort),
        ["detach"] = typeof(DetachPort),
        ["route.add"] = typeof(AddRouteEntry),
        ["route.delete"] = typeof(DeleteRouteEntry),
        ["check"] = typeof(SetSourceDestinationCheck),
        ["address.assign"] = typeof(AssignAddress),
        ["address.unassign"] = typeof(UnassignAddress),
        ["group.create"] = typeof(CreateSecurityGroup),
        ["group.delete"] = typeof(DeleteSecurityGroup),
        ["group.authorize"] = typeof(AuthorizeSecurityGroup),
        ["group.revoke"] = typeof(RevokeSecurityGroup),
        ["group.set"] = typeof(SetSecurityGroups),
    };

    /// <exception cref="ControlException">There is no such operation, or an argument of it is wrong.</exception>
    public static VpcEvent Read(string op, JsonObject arguments)
    {
        if (!Events.TryGetValue(op, out var type))
        {
            throw new ControlException(Nearest.Sentence("operation", op, Events.Keys.Append(State)));
        }

        var own = (JsonObject)arguments.DeepClone();
        own.Remove("op");
        try
        {
            return (VpcEvent)own.Deserialize(type, VpcJson.Options)!;
        }
        catch (JsonException error)
        {
            throw new ControlException($"{op}: {error.Message}", error);
        }
    }

    public static (string Op, JsonObject Arguments) Write(VpcEvent change) =>
        (Events.First(entry => entry.Value == change.GetType()).Key, (JsonObject)JsonSerializer.SerializeToNode(change, change.GetType(), VpcJson.Options)!);
}
