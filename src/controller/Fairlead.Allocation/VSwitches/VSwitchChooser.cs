using Fairlead.Resources.Network;

namespace Fairlead.Allocation.VSwitches;

/// <summary>A vSwitch that an ENI could be made in.</summary>
/// <param name="Most">Addresses that one call may ask it for now.</param>
/// <param name="Free">Addresses that it is thought to have left.</param>
internal sealed record VSwitchPlace(string Id, int Most, int Free);

/// <summary>Where an ENI is made.</summary>
internal static class VSwitchChooser
{
    /// <param name="places">In the order in which people wrote them, of the right zone.</param>
    /// <param name="needed">Addresses that the ENI is to have.</param>
    /// <returns>The place, and how many addresses of it; null where none has any.</returns>
    public static (string VSwitch, int Addresses)? Choose(IReadOnlyList<VSwitchPlace> places, VSwitchSelection selection, int needed)
    {
        IEnumerable<VSwitchPlace> order = selection == VSwitchSelection.MostFree
            ? places.OrderByDescending(place => place.Free).ThenBy(place => place.Id, StringComparer.Ordinal)
            : places;
        VSwitchPlace? largest = null;
        foreach (var place in order)
        {
            if (place.Most >= needed)
            {
                return (place.Id, needed);
            }

            largest = largest is null || place.Most > largest.Most ? place : largest;
        }

        // An ENI with less than was asked for is better than none: the rest goes elsewhere.
        return largest is { Most: > 0 } ? (largest.Id, largest.Most) : null;
    }
}
