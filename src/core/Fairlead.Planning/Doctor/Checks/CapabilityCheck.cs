namespace Fairlead.Planning.Doctor.Checks;

/// <summary>What the kernel offers; what was not tested is said.</summary>
internal static class CapabilityCheck
{
    private const string Area = "kernel";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart) => chart.Capabilities.Select(capability => capability switch
    {
        { Offer: Offer.Offered } => Diagnosis.Fine(Area, capability.Name, "offered"),
        { Offer: Offer.NotTested } => Diagnosis.Note(Area, capability.Name, "not tested", capability.Detail),
        { IsNeeded: true } => Diagnosis.Trouble(Area, capability.Name, "not offered by this kernel", "offered", capability.Detail),
        _ => Diagnosis.Note(Area, capability.Name, "not offered by this kernel", capability.Detail),
    });
}
