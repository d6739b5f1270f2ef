namespace Fairlead.Controller.Writes;

/// <summary>Somebody of a later term has written: whatever this controller still wants, it may not.</summary>
internal sealed class TermOverException(string node, long ours, long theirs)
    : Exception($"NodeNetwork {node} is of term {theirs}, this controller's term is {ours}")
{
    public long Theirs { get; } = theirs;
}
