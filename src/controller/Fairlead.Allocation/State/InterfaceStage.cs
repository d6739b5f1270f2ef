namespace Fairlead.Allocation.State;

/// <summary>Where an ENI is on its way, as far as is known.</summary>
internal enum InterfaceStage
{
    Available,
    Attaching,
    Attached,
    Detaching,
    Deleting,
}
