using Fairlead.Planning.Doctor.Checks;

namespace Fairlead.Planning.Doctor;

/// <summary>Compares what was read of a node with what should be there. Pure: the same chart gives the same diagnoses.</summary>
public static class NodeDoctor
{
    /// <summary>Everything that was looked at, in the order in which one would look for a fault.</summary>
    public static IReadOnlyList<Diagnosis> Examine(NodeChart chart) =>
    [
        .. AgentCheck.Examine(chart),
        .. InstallationCheck.Examine(chart),
        .. SettingsCheck.Examine(chart),
        .. ForwardPolicyCheck.Examine(chart),
        .. TablesCheck.Examine(chart),
        .. PoolCheck.Examine(chart),
        .. UplinkCheck.Examine(chart),
        .. MtuCheck.Examine(chart),
        .. ForeignRulesCheck.Examine(chart),
        .. NumbersCheck.Examine(chart),
        .. VpcRoutesCheck.Examine(chart),
        .. CapabilityCheck.Examine(chart),
    ];
}
