using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Model.Problems;

namespace Fairlead.Vpc.Control;

/// <summary>Operations of the control socket by their names there. Arguments are the operation's own properties.</summary>
public static class VpcOperations
{
    /// <summary>The one that changes nothing: the whole snapshot.</summary>
    public const string State = "state";

    /// <summary>Changes nothing either: endpoint and keys of the OpenAPI.</summary>
    public const string Access = "access";

    private static readonly Dictionary<string, Type> Known = new()
    {
        ["configure"] = typeof(Configure),
        ["attach"] = typeof(AttachPort),
        ["detach"] = typeof(DetachPort),
        ["route.add"] = typeof(AddRouteEntry),
        ["route.delete"] = typeof(RemoveRouteEntry),
        ["check"] = typeof(SetSourceDestinationCheck),
        ["address.assign"] = typeof(AssignAddress),
        ["address.unassign"] = typeof(UnassignAddress),
        ["group.create"] = typeof(CreateGroup),
        ["group.delete"] = typeof(DeleteGroup),
        ["group.authorize"] = typeof(AuthorizeRule),
        ["group.revoke"] = typeof(RevokeRule),
        ["group.set"] = typeof(SetGroups),
    };

    /// <exception cref="ControlException">There is no such operation, or an argument of it is wrong.</exception>
    public static VpcOperation Read(string op, JsonObject arguments)
    {
        if (!Known.TryGetValue(op, out var type))
        {
            throw new ControlException(Nearest.Sentence("operation", op, Known.Keys.Append(State).Append(Access)));
        }

        var own = (JsonObject)arguments.DeepClone();
        own.Remove("op");
        try
        {
            return (VpcOperation)own.Deserialize(type, VpcJson.Options)!;
        }
        catch (JsonException error)
        {
            throw new ControlException($"{op}: {error.Message}", error);
        }
    }

    public static (string Op, JsonObject Arguments) Write(VpcOperation change) =>
        (Known.First(entry => entry.Value == change.GetType()).Key, (JsonObject)JsonSerializer.SerializeToNode(change, change.GetType(), VpcJson.Options)!);
}
