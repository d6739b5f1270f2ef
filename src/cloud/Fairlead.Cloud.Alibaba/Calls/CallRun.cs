namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>What is known of a call so far.</summary>
internal sealed class CallRun(OpenApiCall call, OutcomeLook? look, long began)
{
    public OpenApiCall Call { get; } = call;

    public OutcomeLook? Look { get; } = look;

    public long Began { get; } = began;

    public int Attempts { get; set; }

    public OpenApiAnswer? Answer { get; set; }

    public CloudException? Refusal { get; set; }

    /// <summary>A request went out and no answer came.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>The last refusal was about the signature, and the next one will be better.</summary>
    public bool SignAgain { get; set; }

    public bool ClockCorrected { get; set; }

    public bool KeysRenewed { get; set; }
}
