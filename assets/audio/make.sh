#!/bin/sh
# Makes the placeholder prompts of this folder again: <scenario>/<prompt>.mp3 from the words in prompts.json.
#
#   sh assets/audio/make.sh            all of them
#   sh assets/audio/make.sh sina       one scenario
#
# Needs espeak-ng (speech), sox (shaping), ffmpeg (MP3), jq. The result is committed: nobody needs these tools to build
# or to run salehi. A recording by a person is better in every way; README.md beside this file says how to use one.
set -eu
cd "$(dirname "$0")"
for tool in espeak-ng sox ffmpeg jq; do
  command -v "$tool" >/dev/null || { echo "make.sh needs $tool: sudo apt-get install espeak-ng sox ffmpeg jq" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rate=24000          # telephone prompts are heard at 8 or 16 kHz; 24 kHz leaves room for the resampler
speech_db=-17.5     # RMS of the words, pauses left out of account by keeping them short
tune_db=-24         # the hold tune stays well under the words

# One voice and pace a scenario, so that the scenarios are told apart by ear.
voice_of() {
  case $1 in
    salehi) echo "fa+f2 176 52" ;;
    sina) echo "fa+f4 182 60" ;;
    *) echo "fa+m3 172 45" ;;
  esac
}

# level IN OUT DB: brings the RMS of IN to DB dBFS, peaks limited.
level() {
  rms=$(sox "$1" -n stat 2>&1 | awk '/^RMS.*amplitude/ { print $3 }')
  gain=$(awk -v have="$rms" -v want="$3" 'BEGIN { printf "%.2f", want - 20 * log(have) / log(10) }')
  sox -R "$1" "$2" gain -l "$gain"
}

# speak SCENARIO TEXT OUT: words without silence at the ends, no inner pause above 0.3 s, even loudness.
speak() {
  # shellcheck disable=SC2046 # three words: voice, pace, pitch
  set -- "$1" "$2" "$3" $(voice_of "$1")
  espeak-ng -v "$4" -s "$5" -p "$6" -a 70 -w "$work/raw.wav" "$2"
  sox -R "$work/raw.wav" -r "$rate" -b 16 -c 1 "$work/cut.wav" highpass 90 \
    silence -l 1 0.01 0.4% -1 0.22 0.4% reverse silence 1 0.01 0.4% reverse
  level "$work/cut.wav" "$work/even.wav" "$speech_db"
  sox -R "$work/even.wav" "$3" pad 0.03 0.03
}

# note HERTZ SECONDS OUT: a soft bell, three partials dying away; silent at both ends.
note() {
  sox -R -n -r "$rate" -b 16 -c 1 "$3" \
    synth "$2" sine "$1" synth "$2" sine mix "$(awk -v f="$1" 'BEGIN { print f * 2 }')" \
    synth "$2" sine mix "$(awk -v f="$1" 'BEGIN { print f * 3.01 }')" \
    lowpass 1800 fade t 0.02 "$2" "$(awk -v s="$2" 'BEGIN { print s * 0.7 }')" gain -9
}

# tune NOTES OUT: «hertz:seconds» one after another. No two bars are alike, so that any part of it can be told from any
# other, and it begins and ends in silence, so that it loops without a click.
tune() {
  count=10
  for tone in $1; do
    count=$((count + 1))
    note "${tone%:*}" "${tone#*:}" "$work/note-$count.wav"
  done
  sox -R "$work"/note-*.wav "$work/tune.wav" reverb 20 50 40
  rm "$work"/note-*.wav
  level "$work/tune.wav" "$2" "$tune_db"
}

tune_of() {
  case $1 in
    sina) echo "392:.52 494:.38 587:.71 523:.44 440:.63 659:.83 587:.35 494:.57 392:.92 330:.48 370:.41 440:.76
      494:.66 740:.53 659:.79 523:.39 587:.62 349:.58 392:.68" ;;
    *) echo "349:.61 440:.47 523:.82 466:.36 392:.74 587:.55 698:.91 523:.43 440:.67 349:.51 294:.78 330:.39
      392:.58 622:.64 466:.87 415:.42 554:.56 311:.72 349:.66" ;;
  esac
}

for scenario in ${1:-$(jq -r 'keys_unsorted[]' prompts.json)}; do
  mkdir -p "$scenario"
  for prompt in $(jq -r --arg s "$scenario" '.[$s] | keys_unsorted[]' prompts.json); do
    speak "$scenario" "$(jq -r --arg s "$scenario" --arg p "$prompt" '.[$s][$p]' prompts.json)" "$work/said.wav"
    if [ "$prompt" = onhold ]; then # the words, then the tune; the caller hears both again and again
      tune "$(tune_of "$scenario")" "$work/hold.wav"
      sox "$work/said.wav" "$work/hold.wav" "$work/both.wav"
      mv "$work/both.wav" "$work/said.wav"
    fi
    ffmpeg -nostdin -loglevel error -y -i "$work/said.wav" -map_metadata -1 -fflags +bitexact -flags:a +bitexact \
      -c:a libmp3lame -b:a 48k -ar "$rate" -ac 1 "$scenario/$prompt.mp3"
    echo "$scenario/$prompt.mp3 $(sox "$work/said.wav" -n stat 2>&1 | awk '/^Length/ { l = $3 } /^RMS.*amplitude/ { r = $3 }
      END { printf "%.1f s, %.1f dBFS", l, 20 * log(r) / log(10) }')"
  done
done
