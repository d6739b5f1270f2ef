using Fairlead.Cloud;

namespace Fairlead.Allocation.Retries;

/// <summary>Calls that may be done though they failed.</summary>
internal static class Doubts
{
    /// <summary>
    /// Whether the repeat's failure leaves the doubt. A repeat with the same token would have been answered as the first was, so a plain
    /// refusal says that there was no first; one that came before the cloud looked at the request says nothing.
    /// </summary>
    public static bool Remain(CloudException error) => error.MayBeDone || error.IsThrottled || error.IsUnavailable || error.IsConflict || error.IsDenied || error.IsCredentialsRefused;
}
