namespace Fairlead.Core.Tests.Reconciliation;

/// <summary>The simplest row.</summary>
public sealed record Word(string Text)
{
    public override string ToString() => Text;
}
