using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>ModifyNetworkInterfaceAttribute.</summary>
internal static class ModifyRules
{
    public static CloudStep Modify(CloudState state, ModifyNetworkInterfaceAttribute call)
    {
        string[] groups = [];
        var fault = Found.Interface(state, call.NetworkInterfaceId, call.RegionId, out var eni)
            ?? NameRules.Fault(call.NetworkInterfaceName ?? "", call.Description ?? "")
            ?? (eni!.Status is InterfaceStatus.Available or InterfaceStatus.InUse ? null : CloudErrors.State(eni, "Available or InUse"))
            ?? (call.SecurityGroupId.Count == 0 ? null : Found.Groups(state, null, call.SecurityGroupId, eni.Vpc, call.RegionId, out groups));
        return fault is not null ? CloudStep.Refused(state, fault) : CloudStep.Done(InterfaceTable.Put(state, eni! with
        {
            Name = call.NetworkInterfaceName ?? eni.Name,
            Description = call.Description ?? eni.Description,
            SecurityGroups = groups.Length == 0 ? eni.SecurityGroups : [.. groups],
            SourceDestinationCheck = call.SourceDestCheck ?? eni.SourceDestinationCheck,
            DeleteOnRelease = call.DeleteOnRelease ?? eni.DeleteOnRelease,
        }));
    }
}
