namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>How it is found out whether a call without a client token was done, when its answer was lost.</summary>
/// <param name="IsDone">Looks, and answers yes only where it is sure.</param>
/// <param name="AtOnce">
/// Looks before anything is repeated. False where a description that is behind would say yes too early: there the call is repeated
/// first, and only if the cloud refuses the repetition for the state that it finds, somebody looks.
/// </param>
internal sealed record OutcomeLook(Func<CancellationToken, Task<bool>> IsDone, bool AtOnce = true);
