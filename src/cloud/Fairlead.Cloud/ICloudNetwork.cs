using Fairlead.Model.Addresses;

namespace Fairlead.Cloud;

/// <summary>
/// What Fairlead needs of a cloud's network, in one region of one account. Lists come whole, whatever pages they had. What is refused
/// is a <see cref="CloudException"/> that says its kind. Descriptions may be a little behind what was done. Who cancels a call that
/// changes something does not know whether it was done.
/// </summary>
public interface ICloudNetwork
{
    /// <summary>Most addresses or prefixes that one call of <see cref="AssignAsync(string, AddressKind, int, string?, CancellationToken)"/> may ask for.</summary>
    int MostPerAssignment(AddressKind kind);

    Task<IReadOnlyList<CloudInterface>> ListInterfacesAsync(InterfaceFilter filter, CancellationToken cancel = default);

    /// <summary>Null where the cloud describes none of that id, which one that was just made may not be yet.</summary>
    Task<CloudInterface?> FindInterfaceAsync(string id, CancellationToken cancel = default);

    /// <summary>An ENI with all its addresses, in one call; it belongs to no instance yet.</summary>
    /// <param name="clientToken">Who repeats a call with the same token gets the ENI of the first one. Null: one is made.</param>
    Task<CloudInterface> CreateInterfaceAsync(InterfaceWish wish, string? clientToken = null, CancellationToken cancel = default);

    /// <summary>Ends when the cloud has accepted it: the ENI is <see cref="InterfaceState.Attaching"/> for some seconds. Nothing happens where it is there already.</summary>
    /// <param name="trunk">The trunk ENI that is to carry it as a member; null for a NIC of its own.</param>
    Task AttachInterfaceAsync(string id, string instance, string? trunk = null, CancellationToken cancel = default);

    /// <summary>Ends when the cloud has accepted it. Nothing happens where it is not on that instance, or gone.</summary>
    Task DetachInterfaceAsync(string id, string instance, string? trunk = null, CancellationToken cancel = default);

    /// <summary>Ends when the cloud has accepted it. Nothing happens where it is gone.</summary>
    Task DeleteInterfaceAsync(string id, CancellationToken cancel = default);

    /// <summary>More addresses or prefixes for an ENI: all of them, or an exception and none.</summary>
    /// <param name="clientToken">
    /// Who repeats a call with the same token gets what the first one got. Null: one is made, and what others ask for the same ENI at
    /// the same time may travel in one call.
    /// </param>
    /// <returns>Single addresses as /32 and /128, prefixes as /28 and /80.</returns>
    Task<IReadOnlyList<Cidr>> AssignAsync(string id, AddressKind kind, int count, string? clientToken = null, CancellationToken cancel = default);

    /// <summary>
    /// These addresses and no others for an ENI, all of one family: all of them, or an exception and none. Nothing happens where it has
    /// them already; one that is somebody else's is a conflict.
    /// </summary>
    /// <param name="addresses">As many as <see cref="MostPerAssignment"/> says, of the ENI's vSwitch.</param>
    /// <returns>As /32 or /128, in the same order.</returns>
    Task<IReadOnlyList<Cidr>> AssignAsync(string id, IReadOnlyList<InetAddress> addresses, string? clientToken = null, CancellationToken cancel = default);

    /// <summary>
    /// Takes addresses and prefixes from an ENI, as they were assigned. What it does not have is no mistake. Where it
    /// fails with <see cref="CloudException.MayBeDone"/>, look at the ENI before you repeat it: the address may be somebody else's.
    /// </summary>
    Task ReleaseAsync(string id, IReadOnlyList<Cidr> ranges, CancellationToken cancel = default);

    Task<IReadOnlyList<CloudInstance>> ListInstancesAsync(InstanceFilter filter, CancellationToken cancel = default);

    /// <summary>Null where the cloud has no such type.</summary>
    Task<InstanceLimits?> FindLimitsAsync(string instanceType, CancellationToken cancel = default);

    Task<IReadOnlyList<CloudVSwitch>> ListVSwitchesAsync(string vpc, CancellationToken cancel = default);

    /// <summary>A vSwitch and how many addresses it has left. Null where there is none of that id.</summary>
    Task<CloudVSwitch?> FindVSwitchAsync(string id, CancellationToken cancel = default);

    /// <summary>The entries of a route table that users make; not the system's.</summary>
    Task<IReadOnlyList<CloudRoute>> ListRoutesAsync(string table, CancellationToken cancel = default);

    /// <returns>The entry's id.</returns>
    Task<string> CreateRouteAsync(RouteWish wish, string? clientToken = null, CancellationToken cancel = default);

    /// <summary>Nothing happens where it is gone.</summary>
    Task DeleteRouteAsync(CloudRoute route, CancellationToken cancel = default);
}
