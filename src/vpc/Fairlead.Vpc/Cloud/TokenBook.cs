using System.Collections.Immutable;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Collections;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>A change that was made under a client token, and what was answered.</summary>
public sealed record TokenUse(CloudChange Call, CloudReply Reply, DateTimeOffset At);

/// <summary>Client tokens that still count, by action and token.</summary>
public sealed record TokenBook
{
    /// <summary>As documented under "How to ensure idempotence": a token counts for 24 hours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static TokenBook Empty { get; } = new();

    public PersistentMap<string, TokenUse> Uses { get; init; } = PersistentMap<string, TokenUse>.Empty;

    /// <summary>Keys in the order of use, so that expired ones are found at once.</summary>
    public ImmutableQueue<string> Oldest { get; init; } = ImmutableQueue<string>.Empty;

    public TokenUse? Find(CloudChange call, DateTimeOffset now) =>
        Uses.TryGetValue(Key(call), out var use) && now - use.At < Lifetime ? use : null;

    public TokenBook With(TokenUse use)
    {
        var next = Without(use.At);
        var key = Key(use.Call);
        return next with { Uses = next.Uses.SetItem(key, use), Oldest = next.Oldest.Enqueue(key) };
    }

    private TokenBook Without(DateTimeOffset now)
    {
        var (uses, oldest) = (Uses, Oldest);
        while (!oldest.IsEmpty && now - uses[oldest.Peek()].At >= Lifetime)
        {
            uses = uses.Remove(oldest.Peek());
            oldest = oldest.Dequeue();
        }

        return ReferenceEquals(oldest, Oldest) ? this : this with { Uses = uses, Oldest = oldest };
    }

    /// <summary>The actions for egress rules are actions of their own, though they share a record.</summary>
    private static string Key(CloudChange call) => call switch
    {
        AuthorizeSecurityGroup { Rules: [{ Direction: RuleDirection.Egress }, ..] } or RevokeSecurityGroup { Direction: RuleDirection.Egress } => $"{call.Action}Egress {call.ClientToken}",
        _ => $"{call.Action} {call.ClientToken}",
    };
}
