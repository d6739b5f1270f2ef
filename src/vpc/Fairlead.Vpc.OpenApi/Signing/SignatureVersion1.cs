using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Requests;
using Fairlead.Vpc.OpenApi.Texts;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>HMAC-SHA1 over method, path and all parameters, as the cloud documents it for RPC-style calls.</summary>
internal static class SignatureVersion1
{
    /// <summary>The string to sign: method, <c>/</c> and the sorted parameters but <c>Signature</c>, each encoded once more and joined by ampersands.</summary>
    public static void WriteStringToSign(ApiRequest request, ByteText text)
    {
        text.Clear();
        text.Append(request.Method);
        text.Append("&%2F&"u8);
        var parameters = request.Parameters;
        var first = true;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters.Name(i).SequenceEqual("Signature"u8))
            {
                continue;
            }

            text.Append(first ? [] : "%26"u8);
            text.AppendEncodedTwice(parameters.Name(i));
            text.Append("%3D"u8);
            text.AppendEncodedTwice(parameters.Value(i));
            first = false;
        }
    }

    /// <summary>Compares in a time that does not depend on where the difference is.</summary>
    public static bool IsRight(ApiRequest request, AccessKey key)
    {
        WriteStringToSign(request, request.Scratch);
        Span<byte> right = stackalloc byte[HMACSHA1.HashSizeInBytes];
        request.Hash.Version1(key, request.Scratch.Span, right);
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes + 4];
        var status = Base64.DecodeFromUtf8(request.Parameters.Get("Signature"u8), given, out _, out var length);
        return status == OperationStatus.Done && CryptographicOperations.FixedTimeEquals(given[..length], right);
    }

    public static string StringToSign(ApiRequest request)
    {
        WriteStringToSign(request, request.Scratch);
        return Encoding.UTF8.GetString(request.Scratch.Span);
    }
}
