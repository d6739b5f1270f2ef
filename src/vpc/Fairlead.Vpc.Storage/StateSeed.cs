using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;

namespace Fairlead.Vpc.Storage;

/// <summary>What a new state file begins with.</summary>
/// <param name="Origin">What the cloud is made from: text that is the same for the same topology; null for whoever takes any.</param>
public sealed record StateSeed(string? Origin, Func<CloudState> State, Func<AccountKeys> Keys);
