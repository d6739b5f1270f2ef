using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Control;

/// <summary>The cloud said no; ask <see cref="Refusal"/> for its code.</summary>
public sealed class VpcRefusedException(VpcRefusal refusal) : Exception(refusal.ToString())
{
    public VpcRefusal Refusal { get; } = refusal;
}
