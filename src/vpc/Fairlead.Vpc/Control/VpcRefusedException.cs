using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Control;

/// <summary>The cloud said no; ask <see cref="Refusal"/> for its code.</summary>
public sealed class VpcRefusedException(CloudError refusal) : Exception(refusal.ToString())
{
    public CloudError Refusal { get; } = refusal;
}
