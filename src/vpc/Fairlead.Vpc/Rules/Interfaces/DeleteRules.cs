using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>DeleteNetworkInterface.</summary>
internal static class DeleteRules
{
    public static CloudStep Delete(CloudState state, DeleteNetworkInterface call, DateTimeOffset now)
    {
        var fault = Found.Interface(state, call.NetworkInterfaceId, call.RegionId, out var eni)
            ?? (eni!.Type == InterfaceType.Primary ? CloudErrors.Type(eni, "a primary ENI goes with its instance") : null)
            ?? (eni.Status == InterfaceStatus.Available ? null : CloudErrors.State(eni, "Available"));
        return fault is null
            ? AttachRules.Begin(state, eni! with { Status = InterfaceStatus.Deleting }, state.Settings.Delete, now)
            : CloudStep.Refused(state, fault);
    }
}
