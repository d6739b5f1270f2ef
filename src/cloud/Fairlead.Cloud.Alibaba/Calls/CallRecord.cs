namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>What became of a call, its repetitions included.</summary>
/// <param name="Resource">What it was about; empty for lists.</param>
/// <param name="Duration">From the caller's wish to its answer, waiting for the pace included.</param>
/// <param name="Attempts">Requests that were sent; 0 where the vSwitch was known to be empty, or no credentials were there.</param>
/// <param name="Code"><c>OK</c>, or the last refusal's.</param>
public sealed record CallRecord(string Action, string Resource, TimeSpan Duration, int Attempts, string Code, string RequestId);
