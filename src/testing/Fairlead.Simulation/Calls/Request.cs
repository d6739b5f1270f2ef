using Fairlead.Cloud;
using Fairlead.Vpc.Calls;

namespace Fairlead.Simulation.Calls;

/// <summary>One call of the OpenAPI until it is answered for good, with all its repetitions.</summary>
/// <param name="Call">The same each time, so that its client token is.</param>
/// <param name="Resource">Id of what it is about.</param>
/// <param name="Done">Gets the reply; null where a look showed that it was done.</param>
/// <param name="Failed">Gets the last refusal.</param>
internal sealed record Request(CloudCall Call, string Resource, Action<CloudReply?> Done, Action<CloudException> Failed)
{
    /// <summary>The vSwitch that a refusal for want of addresses is about; empty where it is not known.</summary>
    public string VSwitch { get; init; } = "";

    /// <summary>Of what has no client token: looks whether it is done, and says yes only where that is sure. Null where repeating does no harm.</summary>
    public Action<Action<bool>>? Look { get; init; }

    /// <summary>Looks before anything is repeated, and not only where the repetition is refused for the state that it finds.</summary>
    public bool LooksAtOnce { get; init; } = true;
}
