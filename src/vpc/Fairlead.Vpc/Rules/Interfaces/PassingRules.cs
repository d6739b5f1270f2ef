using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Rules.Networks;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>What becomes of an ENI without anybody asking: passing statuses end, and now and then one vanishes.</summary>
internal static class PassingRules
{
    public static CloudState Complete(CloudState state, PendingChange due) =>
        Complete(state with { Due = state.Due.Remove(due) }, state.Interfaces[due.Interface]);

    /// <param name="eni">In the passing status that ends, whether the table knows of it or not.</param>
    public static CloudState Complete(CloudState state, NetworkInterface eni) => eni.Status switch
    {
        InterfaceStatus.Attaching => InterfaceTable.Put(state, eni with { Status = InterfaceStatus.InUse }),
        InterfaceStatus.Detaching => InterfaceTable.Put(state, Freed(eni)),
        InterfaceStatus.Deleting => Gone(state, eni),
        _ => throw new InvalidOperationException($"{eni.Id} is {eni.Status}, which does not pass"),
    };

    public static CloudState Vanish(CloudState state, string id)
    {
        if (!state.Interfaces.TryGetValue(id, out var eni) || eni.Type == InterfaceType.Primary)
        {
            return state;
        }

        foreach (var member in state.Index.Members.Of(id))
        {
            state = Free(state, state.Interfaces[member]);
        }

        return Gone(WithoutDue(state, id), eni);
    }

    /// <summary>Off its instance at once, whatever was under way.</summary>
    public static CloudState Free(CloudState state, NetworkInterface eni) => InterfaceTable.Put(WithoutDue(state, eni.Id), Freed(eni));

    public static CloudState Gone(CloudState state, NetworkInterface eni) =>
        InterfaceTable.Remove(RouteEntryTable.RemoveVia(state, eni.Id), eni);

    public static CloudState WithoutDue(CloudState state, string id) =>
        state.Interfaces[id].Status is InterfaceStatus.Available or InterfaceStatus.InUse || state.Due.FirstOrDefault(due => due.Interface == id) is not { } due
            ? state
            : state with { Due = state.Due.Remove(due) };

    private static NetworkInterface Freed(NetworkInterface eni) => eni with
    {
        Status = InterfaceStatus.Available,
        Instance = "",
        Trunk = "",
        Vlan = 0,
        Type = eni.Type == InterfaceType.Member ? InterfaceType.Secondary : eni.Type,
    };
}
