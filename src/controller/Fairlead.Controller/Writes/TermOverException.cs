namespace Fairlead.Controller.Writes;

/// <summary>Somebody of a later term has written, or an agent has heeded one: whatever this controller still wants, it may not.</summary>
internal sealed class TermOverException(string node, long ours, long theirs)
    : Exception($"NodeNetwork {node} is of term {theirs}, or its agent has heeded that, and this controller's term is {ours}: a higher one is needed")
{
    public long Theirs { get; } = theirs;
}
